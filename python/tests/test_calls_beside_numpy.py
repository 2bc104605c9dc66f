"""Calls of functions as a program may write them, beside NumPy's: values, dtypes, shapes, kinds of results, errors.

Where `d` stands in a call it is each of the dtypes in turn (those behind the `#`, where some are). `R` is a range of
that shape, which lies in memory in several ways.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import pytest

import stridewise as sw

np = pytest.importorskip("numpy")

from array_layouts import LAYOUTS  # noqa: E402

DTYPES = "? i1 u1 i4 i8 u8 f2 f4 f8 F D".split()
CALLS = {
    "allclose": """
        m.allclose(R(5,dt=d),R(5,dt=d))
        m.allclose([1e10,1e-8],[1.00001e10,1e-9])
        m.allclose([m.nan],[m.nan])
        m.allclose([m.nan],[m.nan],equal_nan=True)
    """,
    "angle": """
        m.angle(R(5,dt=d))
    """,
    "apply_along_axis": """
        m.apply_along_axis(lambda v:v.sum(),0,R(2,3))
        m.apply_along_axis(lambda v:v*2,1,R(2,3))
        m.apply_along_axis(lambda v:m.diag(v),-1,R(2,3))
        m.apply_along_axis(lambda v:v[:0],1,R(2,3))
        m.apply_along_axis(lambda v:3,5,R(2,3))
        m.apply_along_axis(lambda v:v.sum(),0,R(0,3))
        m.apply_along_axis(lambda v:v.sum(),0,R(3,0))
        m.apply_along_axis(lambda v,k,z=0:v.max()+k+z,0,R(2,3),5,z=2)
        m.apply_along_axis(lambda v:v.sum(),0,R(3))
        m.apply_along_axis(lambda v:[1,2],1,R(2,3))
        m.apply_along_axis(lambda v:v.sum(),0,5)
        m.apply_along_axis(m.sort,0,m.asfortranarray(R(3,2)))
    """,
    "apply_over_axes": """
        m.apply_over_axes(m.sum,R(2,3,4),[0,2])
        m.apply_over_axes(m.sum,R(2,3,4),-1)
        m.apply_over_axes(lambda a,x:a.ravel(),R(2,3),0)
        m.apply_over_axes(m.sum,R(2,3),(0,-1))
    """,
    "array_equal": """
        m.array_equal(R(5,dt=d),R(5,dt=d),equal_nan=True)
        m.array_equal([1],[1,2])
        m.array_equal([m.nan],[m.nan],equal_nan=True)
        m.array_equal([1+m.nan*1j],[m.nan+1j],equal_nan=True)
        m.array_equal([],[])
        m.array_equal(None,1)
    """,
    "array_equiv": """
        m.array_equiv(R(5,dt=d),R(1,5,dt=d))
        m.array_equiv([1,2],[[1,2],[1,2]])
        m.array_equiv([1,2],[1,2,3])
    """,
    "average": """
        m.average(R(2,3,dt=d),axis=1)
        m.average([1,2,3],weights=[1,2,3])
        m.average(R(2,3),axis=0,weights=[1,2])
        m.average(R(2,3),weights=[1,2])
        m.average(R(2,3),axis=(0,1),weights=R(2,3))
        m.average(R(2,3),axis=1,weights=[1,2,3],returned=True)
        m.average(R(2,3),returned=True)
        m.average([1,2],weights=[1,-1])
        m.average([])
        m.average(R(2,3,dt='i4'),keepdims=True)
        m.average(R(2,3),axis=1,weights=[1,2])
        m.average(R(2,3),axis=1,weights=[[1,2,3]])
        m.average(R(2,3,4),axis=(0,2),weights=R(2,4)+1)
        m.average(R(2,3,dt='f2'),weights=R(2,3,dt='f4')+1)
        m.average(5)
        m.average([1j,2],weights=[1,1])
        m.average(R(2,3),axis=5)
        m.average(R(2,3),axis=0,weights=[1,2],keepdims=True,returned=True)
    """,
    "bincount": """
        m.bincount(R(5,dt=d))
        m.bincount([])
        m.bincount([],minlength=3)
        m.bincount([1,-1])
        m.bincount([1.])
        m.bincount([[1]])
        m.bincount(1)
        m.bincount([1,2],weights=[1])
        m.bincount([1,2],weights=[1j,2])
        m.bincount([1],minlength=-1)
        m.bincount([1],minlength=None)
        m.bincount([1],minlength=2.)
        m.bincount(x=[1])
        m.bincount([True,False])
        m.bincount(A([1,2],dtype='u8'),weights=[1,2])
    """,
    "block": """
        m.block([[1,2],[3]])
        m.block([[R(2,2),R(2,1)],[R(1,3)]])
        m.block([])
        m.block([[]])
        m.block((1,2))
        m.block([1,[2]])
        m.block(5)
        m.block([R(2),3])
        m.block([[R(2,2)],[R(2,3)]])
        m.block([[[R(2)]]])
    """,
    "broadcast": """
        m.broadcast([1,2],[[3],[4]]).shape
        m.broadcast(1).nd
        m.broadcast().shape
        list(m.broadcast([1,2],[[3],[4]]))
        m.broadcast([1,2],[1,2,3])
        m.broadcast(*[1]*65)
    """,
    "broadcast_arrays": """
        m.broadcast_arrays([1,2],[[3],[4]])
        m.broadcast_arrays()
    """,
    "broadcast_shapes": """
        m.broadcast_shapes((1,2),(3,1))
        m.broadcast_shapes(2,(3,1))
        m.broadcast_shapes()
        m.broadcast_shapes((2,),(3,))
        m.broadcast_shapes((-1,))
        m.broadcast_shapes([2,1],(1,3))
        m.broadcast_shapes(*[(1,)]*70)
    """,
    "broadcast_to": """
        m.broadcast_to(1,3)
        m.broadcast_to([1,2],(3,3))
        m.broadcast_to(1,-1)
        m.broadcast_to([1,2],(2,1))
        m.broadcast_to(m.int64(3),())
    """,
    "clip": """
        m.clip(R(3,dt=d),1,2)
    """,
    "convolve": """
        m.convolve(R(5,dt=d),R(3,dt=d))
        m.convolve([],[1])
        m.convolve([1],[])
        m.convolve([1,2,3],[1,2],'same')
        m.convolve([1,2],[1,2,3],'valid')
        m.convolve([1,2],[1,2,3],0)
        m.convolve([1,2],[1,2,3],'nope')
        m.convolve([[1,2]],[1])
        m.convolve(3,4)
    """,
    "copyto": """
        copied_to(R(3),5)
        copied_to(R(3),[1,2,3],where=[True,False,True])
        copied_to(R(3,dt='i4'),1.5)
        copied_to(R(3,dt='i4'),1.5,casting='unsafe')
        copied_to(R(3),[1,2])
        copied_to(R(3),R(2,3))
        copied_to(R(2,3),R(1,3),where=[[True],[False]])
        copied_to(R(3),1,where=[1,0,1])
        copied_to(R(3),None)
        copied_to([1],2)
        copied_to(R(3,dt='u1'),300)
        copied_to(R(3,dt='u1'),-1)
        copied_to(R(3,dt='?'),2)
        copied_to(R(3),1,where=[[True]])
        copied_to(R(3),1,casting='x')
    """,
    "corrcoef": """
        m.corrcoef(R(2,3,dt=d)**2)
        m.corrcoef([1,2,3])
        m.corrcoef([1,2,3],[3,2,2])
        m.corrcoef([[1,2],[3,3]])
        m.corrcoef([1j,2,3],[2,3j,1])
        m.corrcoef([1,2,3],[3,2,2],dtype='f4')
        m.corrcoef([1,2,4],[3,2,2],rowvar=False)
    """,
    "correlate": """
        m.correlate(R(5,dt=d),R(3,dt=d),'full')
        m.correlate(3,4)
        m.correlate([1,2,3],[0,1,.5],'same')
        m.correlate([1,2,3],[0,1j,.5],'full')
        m.correlate([1],[1,2,3])
        m.correlate([],[1])
        m.correlate([1],[1,2,3],mode=5)
    """,
    "cov": """
        m.cov(R(2,3,dt=d))
        m.cov([1,2,3])
        m.cov([1,2,3],[3,2,1])
        m.cov([[1,2],[3,4]],rowvar=False)
        m.cov([1,2,3],bias=True)
        m.cov([1,2,3],ddof=3)
        m.cov([[]])
        m.cov([1,2,3],fweights=[1,2,1])
        m.cov([1,2,3],aweights=[1,2,.5])
        m.cov([1,2,3],fweights=[1.5,2,1])
        m.cov([1,2,3],fweights=[1,2])
        m.cov([1,2,3],fweights=[[1,2]])
        m.cov([1,2,3],fweights=[-1,2,1])
        m.cov([1,2,3],aweights=[-1,2,1])
        m.cov(R(2,2,2))
        m.cov([1,2],ddof=1.5)
        m.cov([1j,2,3])
        m.cov([1,2,3],dtype='f4')
        m.cov(3)
        m.cov([1,2],[1,2,3])
        m.cov([],[])
        m.cov([1,2,3],y=A([]))
    """,
    "cross": """
        m.cross(R(3,dt=d),R(3,dt=d))
    """,
    "delete": """
        m.delete([1,2,3],1)
        m.delete([1,2,3],[0,-1])
        m.delete([1,2,3],slice(None,None,-2))
        m.delete([1,2,3],[True,False,True])
        m.delete([1,2,3],True)
        m.delete([1,2,3],[])
        m.delete([1,2,3],A([]))
        m.delete([1,2,3],[5])
        m.delete([1,2,3],5)
        m.delete([1,2,3],-5)
        m.delete([1,2,3],[1.])
        m.delete([1,2,3],1.)
        m.delete(R(2,3),[[0,1],[1,0]],axis=1)
        m.delete(R(2,3),1,axis=1)
        m.delete(R(2,3),1)
        m.delete(R(2,3),1,axis=7)
        m.delete(A(3),0)
        m.delete(A(3),[],axis=0)
        m.delete([1,2,3],[True,False])
        m.delete([1,2,3],m.bool(True))
        m.delete([1,2,3],m.array(1))
        m.delete([1,2,3],m.array([1]))
        m.delete([1,2],[],axis='x')
        m.delete(m.asfortranarray(R(3,3)),[0],axis=0)
    """,
    "diff": """
        m.diff(R(5,dt=d))
        m.diff(R(2,3,dt=d),axis=0)
        m.diff(R(5,dt=d),2)
    """,
    "digitize": """
        m.digitize(R(5,dt=d),[1,3])
        m.digitize([0.2,6.4],[0,1,2.5,4,10])
        m.digitize([0.2,6.4],[10,4,2])
        m.digitize([1,2],[1,2],right=True)
        m.digitize([1],[2,1,3])
        m.digitize(1,[1,2])
        m.digitize([1],[])
        m.digitize([1],[[1,2]])
        m.digitize([1j],[1,2])
        m.digitize(1,2)
        m.digitize([2**60+1],[2**60])
    """,
    "ediff1d": """
        m.ediff1d(R(5,dt=d))
        m.ediff1d(R(2,3,dt=d),to_begin=0,to_end=[1,2])
    """,
    "emath.arccos": """
        m.emath.arccos(R(3,dt=d))
        m.emath.arccos(True)
        m.emath.arccos(A(2,dtype=d))
        m.emath.arccos(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.arccos(-2)
        m.emath.arccos([0.5,-2])
        m.emath.arccos([])
        m.emath.arccos(m.nan)
        m.emath.arccos(-2.5)
        m.emath.arccos(A(-1-0j))
    """,
    "emath.arcsin": """
        m.emath.arcsin(R(3,dt=d))
        m.emath.arcsin(True)
        m.emath.arcsin(A(2,dtype=d))
        m.emath.arcsin(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.arcsin(-2)
        m.emath.arcsin([0.5,-2])
        m.emath.arcsin([])
        m.emath.arcsin(m.nan)
        m.emath.arcsin(-2.5)
        m.emath.arcsin(A(-1-0j))
    """,
    "emath.arctanh": """
        m.emath.arctanh(R(3,dt=d))
        m.emath.arctanh(True)
        m.emath.arctanh(A(2,dtype=d))
        m.emath.arctanh(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.arctanh(-2)
        m.emath.arctanh([0.5,-2])
        m.emath.arctanh([])
        m.emath.arctanh(m.nan)
        m.emath.arctanh(-2.5)
        m.emath.arctanh(A(-1-0j))
    """,
    "emath.log": """
        m.emath.log(R(3,dt=d))
        m.emath.log(True)
        m.emath.log(A(2,dtype=d))
        m.emath.log(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.log(-2)
        m.emath.log([0.5,-2])
        m.emath.log([])
        m.emath.log(m.nan)
        m.emath.log(-2.5)
        m.emath.log(A(-1-0j))
    """,
    "emath.log10": """
        m.emath.log10(R(3,dt=d))
        m.emath.log10(True)
        m.emath.log10(A(2,dtype=d))
        m.emath.log10(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.log10(-2)
        m.emath.log10([0.5,-2])
        m.emath.log10([])
        m.emath.log10(m.nan)
        m.emath.log10(-2.5)
        m.emath.log10(A(-1-0j))
    """,
    "emath.log2": """
        m.emath.log2(R(3,dt=d))
        m.emath.log2(True)
        m.emath.log2(A(2,dtype=d))
        m.emath.log2(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.log2(-2)
        m.emath.log2([0.5,-2])
        m.emath.log2([])
        m.emath.log2(m.nan)
        m.emath.log2(-2.5)
        m.emath.log2(A(-1-0j))
    """,
    "emath.logn": """
        m.emath.logn(2,[4,-8])
        m.emath.logn(-2,8)
    """,
    "emath.power": """
        m.emath.power(-2,.5)
        m.emath.power([2,4],-2)
        m.emath.power([-2,4],[2,-1])
        m.emath.power(m.float32(-2),.5)
        m.emath.power(A([1,2],dtype='i1'),A([-1,1],dtype='i1'))
    """,
    "emath.sqrt": """
        m.emath.sqrt(R(3,dt=d))
        m.emath.sqrt(True)
        m.emath.sqrt(A(2,dtype=d))
        m.emath.sqrt(R(3,dt=d)-1)  # i1 u1 i2 i4 i8 u8 f2 f4 f8 F D >i4 >f4
        m.emath.sqrt(-2)
        m.emath.sqrt([0.5,-2])
        m.emath.sqrt([])
        m.emath.sqrt(m.nan)
        m.emath.sqrt(-2.5)
        m.emath.sqrt(A(-1-0j))
    """,
    "fix": """
        m.fix(R(3,dt=d))
    """,
    "geomspace": """
        m.geomspace(1,256,9)
        m.geomspace(-1,1,3,dtype=complex)
        m.geomspace(1j,1000j,4)
        m.geomspace(-1000,-1,4)
        m.geomspace(0,1)
        m.geomspace(1,1000,4,endpoint=False)
        m.geomspace([1,2],[100,200],3,axis=-1)
        m.geomspace(1,100,3,dtype=int)
        m.geomspace(m.float32(1),m.float32(100),3)
        m.geomspace(-1+0j,1,3)
        m.geomspace(1,100,0)
        m.geomspace(1,100,1)
        m.geomspace(2,2+1j,3)
    """,
    "gradient": """
        m.gradient(R(3,4))
        m.gradient(R(3,4),2.)
        m.gradient(R(3,4),axis=0)
        m.gradient(R(3,4),axis=(0,1))
        m.gradient(R(3,4),edge_order=2)
        m.gradient(R(3,4),edge_order=3)
        m.gradient(R(3,4),[0,1,3])
        m.gradient(R(3,4),[0,1,3],axis=0)
        m.gradient(R(3,4),A([0,1,3,7]),axis=1)
        m.gradient(R(3,4),1,2,3)
        m.gradient(R(3,4),m.float32(2))
        m.gradient(R(3,4),axis=5)
        m.gradient(R(3,4),[[1,2]])
        m.gradient(R(3,4),A(2),axis=1)
        m.gradient(R(3,4)[:1])
        m.gradient(R(4,dt=d))  # i4 u1 f2 f4 F ? >f4
        m.gradient(R(1))
        m.gradient(R(2),edge_order=2)
        m.gradient(A(3.))
        m.gradient([1,2,4],edge_order=0)
        m.gradient(R(3,3),axis=())
        m.gradient(R(4,dt='i4'),m.arange(4)*2)
    """,
    "histogram": """
        m.histogram(R(5,dt=d))
        m.histogram(R(5,dt=d),3,weights=R(5,dt=d))  # ? i1 u1 i4 i8 u8 f2 f4 f8 D
        m.histogram([1,2,1],bins=[0,1,2,3])
        m.histogram([1,2,1],bins=0)
        m.histogram([1,2,1],bins=2.5)
        m.histogram([1,2,1],bins=[3,1])
        m.histogram([1,2,1],bins=[[3,1]])
        m.histogram([1,m.nan])
        m.histogram([1,m.inf])
        m.histogram([1,2],range=(2,1))
        m.histogram([1,2],range=(m.nan,1))
        m.histogram([1,2],range=(1,1))
        m.histogram([])
        m.histogram([1,2,3],weights=[1,2])
        m.histogram([1,2,3],weights=[1,2,3],density=True)
        m.histogram([1,2,3],bins='auto')
        m.histogram([1,2,3],bins='nope')
        m.histogram([1,2,3],bins='auto',weights=[1,2,3])
        m.histogram([1,2,3],weights=[1j,2,3])
        m.histogram([1,2,3],bins=-1)
        m.histogram(5)
        m.histogram([1,2,2**62])
        m.histogram([True,False])
        m.histogram([1,2,3],bins=None)
        m.histogram([1,2],bins=2,range=(0,))
        m.histogram([1,2,3,4],bins=3,range=[1,3])
        m.histogram([1,2,3],bins=m.int64(3))
        m.histogram([1,2,3],bins=A(3))
        m.histogram([1,2,3],bins=A([1]))
        m.histogram([1,2,3],density=1)
        m.histogram(A([1,2],dtype='u1'),bins=4)
        m.histogram(A([-128,127],dtype='i1'),bins=4)
    """,
    "histogram2d": """
        m.histogram2d([1,2],[3,4])
        m.histogram2d([1,2],[3,4],bins=[2,3])
        m.histogram2d([1,2],[3,4],bins=[[0,1,2],3])
        m.histogram2d([1,2],[3,4],bins=[0,1,2,3])
        m.histogram2d([1,2],[3])
        m.histogram2d([1,2],[3,4],density=True)
        m.histogram2d([1,2],[3,4],range=[[0,1],[3,5]])
        m.histogram2d([1,2],[3,4],weights=[1,2.5])
        m.histogram2d([1,2],[3,4],bins=[5])
        m.histogram2d([1,2],[3,4],bins=[1,2,3])
    """,
    "histogram_bin_edges": """
        m.histogram_bin_edges(R(5,dt=d),3)
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'auto')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'auto',range=(0,.5))
        m.histogram_bin_edges([],'auto')
        m.histogram_bin_edges([3.,3.],'auto')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'auto')  # i4 f2
        m.histogram_bin_edges([1.],'auto')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'auto')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'doane')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'doane',range=(0,.5))
        m.histogram_bin_edges([],'doane')
        m.histogram_bin_edges([3.,3.],'doane')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'doane')  # i4 f2
        m.histogram_bin_edges([1.],'doane')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'doane')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'fd')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'fd',range=(0,.5))
        m.histogram_bin_edges([],'fd')
        m.histogram_bin_edges([3.,3.],'fd')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'fd')  # i4 f2
        m.histogram_bin_edges([1.],'fd')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'fd')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'rice')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'rice',range=(0,.5))
        m.histogram_bin_edges([],'rice')
        m.histogram_bin_edges([3.,3.],'rice')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'rice')  # i4 f2
        m.histogram_bin_edges([1.],'rice')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'rice')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'scott')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'scott',range=(0,.5))
        m.histogram_bin_edges([],'scott')
        m.histogram_bin_edges([3.,3.],'scott')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'scott')  # i4 f2
        m.histogram_bin_edges([1.],'scott')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'scott')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'sqrt')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'sqrt',range=(0,.5))
        m.histogram_bin_edges([],'sqrt')
        m.histogram_bin_edges([3.,3.],'sqrt')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'sqrt')  # i4 f2
        m.histogram_bin_edges([1.],'sqrt')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'sqrt')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'stone')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'stone',range=(0,.5))
        m.histogram_bin_edges([],'stone')
        m.histogram_bin_edges([3.,3.],'stone')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'stone')  # i4 f2
        m.histogram_bin_edges([1.],'stone')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'stone')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'sturges')
        m.histogram_bin_edges(m.sin(m.arange(200)*1.3),'sturges',range=(0,.5))
        m.histogram_bin_edges([],'sturges')
        m.histogram_bin_edges([3.,3.],'sturges')
        m.histogram_bin_edges(A([3,4,7,9,9],dtype=d),'sturges')  # i4 f2
        m.histogram_bin_edges([1.],'sturges')
        m.histogram_bin_edges(A([3,4,200,9,9],dtype='u1'),'sturges')
    """,
    "histogramdd": """
        m.histogramdd(R(5,3))
        m.histogramdd(R(5,3),bins=(2,3,4))
        m.histogramdd(R(5,3),bins=(2,3))
        m.histogramdd([[1,2],[3,4],[5,6]])
        m.histogramdd(R(5,2),bins=[[0,1,2],[4,3]])
        m.histogramdd(R(5,2),bins=0)
        m.histogramdd(R(5,2),bins=2.5)
        m.histogramdd(R(5,2),range=[(0,1)])
        m.histogramdd(R(5,2),range=[None,(0,1)])
        m.histogramdd(R(5,2),density=True,weights=R(5))
        m.histogramdd(R(5))
        m.histogramdd(R(8).reshape(2,4),bins=[1,.99,1,1])
        m.histogramdd([[m.nan,1]])
        m.histogramdd(R(5,2),weights=R(4))
        m.histogramdd(R(5,2),bins=[[0,1,2],3.5])
    """,
    "i0": """
        m.i0(R(5,dt=d))  # ? i1 u1 i4 i8 u8 f4 f8 F D >i4
    """,
    "insert": """
        m.insert(R(5,dt=d),2,7.5)
        m.insert([1,2,3],1,9)
        m.insert([[1,1],[2,2]],1,5)
        m.insert([[1,1],[2,2]],1,5,axis=1)
        m.insert([[1,1],[2,2]],[1],[[7],[8]],axis=1)
        m.insert([1,2,3],[0,2],[8,9])
        m.insert([1,2,3],[2,0,2],[7,8,9])
        m.insert([1,2,3],slice(0,2),[8,9])
        m.insert([1,2,3],5,1)
        m.insert([1,2,3],-4,1)
        m.insert([1,2,3],[5],1)
        m.insert([1,2,3],A([True,False,True]),9)
        m.insert([1,2,3],[],9)
        m.insert([1,2,3],[[0,1]],9)
        m.insert(R(2,3),1,[4,5],axis=1)
        m.insert(R(2,3),[1,2],[4,5],axis=1)
        m.insert(R(2,3),1,R(3),axis=0)
        m.insert(A(3),0,1,axis=0)
        m.insert(A(3),0,1)
        m.insert([1,2],0,[1.7,2.2])
        m.insert([1,2],A([1.,0.]),5)
        m.insert(m.asfortranarray(R(2,3)),1,5,axis=1)
        m.insert(R(2,3),1,R(2,2),axis=1)
        m.insert(R(2,3),-1,5,axis=-1)
        m.insert([1,2],m.int64(1),5)
        m.insert(R(2,2,2),1,R(2,2),axis=1)
        m.insert([1,2],0,[[1,2]])
        m.insert([1,2],'a',3)
    """,
    "interp": """
        m.interp(R(5,dt=d),[0,1,2],R(3,dt=d))
        m.interp(2.5,[1,2,3],[3,2,0])
        m.interp([0,1,1.5,2.72,3.14],[1,2,3],[3,2,0])
        m.interp(3.14,[1,2,3],[3,2,0],right=-99.)
        m.interp([-180,-170,-185,185,-10,-5,0,365],[190,-190,350,-350],[5,10,3,4],period=360)
        m.interp(2.5,[1,2,3],[3,2j,0])
        m.interp([[1,2],[3,4]],[1,2,3],[3,2,0],left=-1)
        m.interp(float('nan'),[1,2],[3,4])
        m.interp([1.],[[1,2]],[3,4])
        m.interp(1.,[1,2],[3,4,5])
        m.interp(1.,[],[])
        m.interp(1,[1,2],[3,4],period=0)
        m.interp(1,[1,2],[3,4],period=-3)
        m.interp(m.float32(1.5),[1,2],[3,4])
        m.interp([1.5],[1,1],[3,4])
        m.interp(0.5,[m.nan,1],[3,4])
        m.interp(A([],dtype=float),[1],[2])
    """,
    "isclose": """
        m.isclose(R(5,dt=d),R(5,dt=d))
        m.isclose([1e10,1e-7],[1.00001e10,1e-8])
        m.isclose(m.inf,m.inf)
        m.isclose([m.inf,1],[-m.inf,1],rtol=m.inf)
        m.isclose(1,A([1,2]),atol=[.5,2])
        m.isclose(A([1,2],dtype='i1'),3)
        m.isclose([1],[1],rtol=m.nan)
        m.isclose([1,2],[1,2,3])
        m.isclose(1j,1j)
        m.isclose(True,False)
        m.isclose(m.float16(1),1.001)
        m.isclose(A([1],dtype='u1'),A([2],dtype='u1'))
        m.isclose(A([1e-9]),0,atol=0)
    """,
    "isneginf": """
        m.isneginf(R(3,dt=d))
    """,
    "isreal": """
        m.isreal(R(3,dt=d))
    """,
    "kron": """
        m.kron(R(3,dt=d),R(2,2,dt=d))
    """,
    "median": """
        m.median(R(5,dt=d))
        m.median([])
        m.median([m.nan,1])
        m.median(R(2,3),axis=(0,1),keepdims=True)
        m.median(R(2,3,dt='f2'))
        m.median([True,False,True])
    """,
    "nan_to_num": """
        m.nan_to_num(R(5,dt=d))
        m.nan_to_num(R(3,dt=d),nan=2,posinf=3)
        m.nan_to_num(m.inf)
        m.nan_to_num([m.inf,-m.inf,m.nan,-128,128])
        m.nan_to_num(A([complex(m.inf,m.nan),m.nan+1j]))
        m.nan_to_num(A([m.inf,-m.inf],dtype='f4'))
        m.nan_to_num(A([m.inf,-m.inf],dtype='f2'),posinf=1e9)
        m.nan_to_num(A([m.nan,1]),copy=False)
        m.nan_to_num(1j*m.inf)
        m.nan_to_num(3)
        m.nan_to_num([[1,m.nan]],nan=A([5]))
        m.nan_to_num(A([m.nan,m.nan]),nan=A([5.,6.]))
        m.nan_to_num(A([m.nan,1.]),neginf=3,copy=False)
    """,
    "nanargmax": """
        m.nanargmax(R(5,dt=d))
        m.nanargmax([m.nan])
        m.nanargmax(R(2,3),axis=0,keepdims=True)
    """,
    "nanargmin": """
        m.nanargmin([[m.nan,1],[m.nan,m.nan]],axis=1)
    """,
    "nancumprod": """
        m.nancumprod(R(2,3,dt=d),axis=1)
    """,
    "nancumsum": """
        m.nancumsum(R(2,3,dt=d))
        m.nancumsum([m.nan,2])
    """,
    "nanmax": """
        m.nanmax(R(5,dt=d))
        m.nanmax([m.nan])
        m.nanmax(R(2,3),axis=(0,1))
        m.nanmax([1,m.nan],initial=9)
        m.nanmax(R(2,0),axis=0)
        m.nanmax(R(2,0),axis=1)
    """,
    "nanmean": """
        m.nanmean(R(5,dt=d))
        m.nanmean([])
        m.nanmean([m.nan])
        m.nanmean([1,2],out=m.zeros(()))
        m.nanmean(R(2,3),where=False)
        m.nanmean(A([1,2],dtype=d))  # i4 f2
    """,
    "nanmedian": """
        m.nanmedian(R(5,dt=d))
        m.nanmedian([[1,m.nan],[3,4]],axis=0)
        m.nanmedian([])
    """,
    "nanmin": """
        m.nanmin([])
    """,
    "nanpercentile": """
        m.nanpercentile(R(5,dt=d),30)  # i1 u1 i4 i8 u8 f2 f4 f8 F D >i4
        m.nanpercentile([1,m.nan,3],[10,50],method='lower')
    """,
    "nanprod": """
        m.nanprod(R(5,dt=d))
        m.nanprod([m.nan,2],dtype='i4')
    """,
    "nanquantile": """
        m.nanquantile(R(2,3,dt=d),[.3,.5],axis=1)  # i1 u1 i4 i8 u8 f2 f4 f8 F D >i4
        m.nanquantile([1,m.nan,3],1.5)
        m.nanquantile([m.nan],.5)
        m.nanquantile([],.5)
    """,
    "nanstd": """
        m.nanstd(R(5,dt=d))
        m.nanstd([m.nan,1],ddof=1)
    """,
    "nansum": """
        m.nansum(R(5,dt=d))
        m.nansum([m.nan],initial=3)
        m.nansum([1,m.nan],where=[False,True])
    """,
    "nanvar": """
        m.nanvar(R(5,dt=d),ddof=1)
        m.nanvar([1,m.nan,3],keepdims=True)
        m.nanvar([1,2],mean=1.5)
        m.nanvar([1,2],correction=1)
        m.nanvar([1,2],ddof=1,correction=1)
    """,
    "packbits": """
        m.packbits(R(9,dt=d))
        m.packbits([[1,0,1],[0,1,0]],axis=-1)
        m.packbits([[1,0,1],[0,1,0]],axis=0)
        m.packbits([1,0,1],bitorder='little')
        m.packbits([1,0,1],bitorder='x')
        m.packbits([1.])
        m.packbits([])
        m.packbits(1)
        m.packbits([[]],axis=0)
        m.packbits([1],axis=3)
        m.packbits([True],None,'little')
        m.packbits(R(2,3,4)>3,axis=1)
    """,
    "pad": """
        m.pad(R(5,dt=d),2,'mean')
        m.pad(R(5,dt=d),2,'linear_ramp',end_values=1)
        m.pad(R(5,dt=d),2,'median')
        m.pad(R(5,dt=d),7,'reflect',reflect_type='odd')
        m.pad(R(5,dt=d),7,'symmetric',reflect_type='odd')
        m.pad(R(5,dt=d),12,'wrap')
        m.pad(R(5,dt=d),2,'maximum',stat_length=2)
        m.pad(R(3),(1,2))
        m.pad(R(2,3),((1,2),(0,1)),'edge')
        m.pad(R(2,3),{0:1,-1:(1,2)})
        m.pad(R(3),-1)
        m.pad(R(3),1.5)
        m.pad(R(3),[[1,2,3]])
        m.pad(R(2,3),((1,),(2,)))
        m.pad(R(3),1,'nope')
        m.pad(R(3),1,'edge',constant_values=3)
        m.pad(R(3),1,constant_values=(1,2))
        m.pad(R(0),1,'edge')
        m.pad(R(0),1,'constant')
        m.pad(R(0),1,'reflect')
        m.pad(R(0),1,'wrap')
        m.pad(R(0),1,'mean')
        m.pad(R(3),1,'minimum',stat_length=0)
        m.pad(R(3),1,'mean',stat_length=0)
        m.pad(R(3),1,'maximum',stat_length=-1)
        m.pad(R(3),1,reflect_type='even')
        m.pad(R(3,dt='i4'),2,'linear_ramp',end_values=(-4,5))
        m.pad(R(3),5,'reflect')
        m.pad(R(1),5,'reflect')
        m.pad(R(1),5,'reflect',reflect_type='odd')
        m.pad(R(2,3),1,lambda v,w,i,k:None)
        m.pad(R(2,3),((1,2),(3,4),(5,6)))
        m.pad(5,1)
        m.pad(R(3),'a')
        m.pad(R(3),1,mode=None)
        m.pad(R(3),[1,2],'empty').shape
        m.pad(R(2,3),[1,2,3])
        m.pad(R(3,dt='i4'),1,constant_values=1.7)
        m.pad(R(3,dt='u1'),1,constant_values=300)
        m.pad(m.asfortranarray(R(2,3)),1)
        m.pad(R(2,0),1,'mean')
        m.pad(R(2,0),((1,1),(0,0)),'edge')
        m.pad(R(3),1,'reflect',reflect_type='x')
        m.pad(R(3),{'a':1})
        m.pad(R(2,3),m.zeros((2,2,1),int))
    """,
    "percentile": """
        m.percentile(R(5,dt=d),30)  # i1 u1 i4 i8 u8 f2 f4 f8 F D >i4
    """,
    "piecewise": """
        m.piecewise(R(5,dt=d),[R(5)>2],[1,lambda v:v*2])
        m.piecewise(R(5),[R(5)<2,R(5)>=2],[-1,1])
        m.piecewise(R(5),[R(5)<2],[-1])
        m.piecewise(R(5),R(5)<2,[-1,5])
        m.piecewise(R(5),[R(5)<2],[-1,2,3])
        m.piecewise(3,[True],[lambda v:v*2])
        m.piecewise(3,[3>2,3<1],[lambda v:v*2,4])
        m.piecewise(3,3>2,[lambda v:v*2])
        m.piecewise([0,0],[True,False],[1])
        m.piecewise(A(3.),[A([True,False])],[1])
        m.piecewise(4,[True,False],[2,-3])
        m.piecewise(R(4),[R(4)>1,R(4)>2],[1,2,lambda v,k:v*k],3)
        m.piecewise([[1,2],[3,4]],[A([[True,False],[False,True]])],[5])
        m.piecewise(R(2,2),[R(2)>0],[5])
        m.piecewise([],[[]],[5])
        m.piecewise(R(3,dt='i4'),[R(3)>1],[2.7])
        m.piecewise([1,2],[[True,False],[True,True]],[lambda v:1,2])
    """,
    "poly": """
        m.poly(R(3,dt=d))
        m.poly([])
        m.poly([[1,2]])
        m.poly([1j,-1j])
        m.poly([1+1j,2])
    """,
    "poly1d": """
        m.poly1d(R(4,dt=d)).coeffs
        str(m.poly1d(R(4,dt=d)))
        repr(m.poly1d(R(4,dt=d)))
        m.poly1d([1,2,3])**2
        m.poly1d([1,2])**-1
        m.poly1d([1,2])*2
        2*m.poly1d([1,2])
        m.poly1d([1,2])/2
        m.poly1d([1,2,3])/m.poly1d([1,1])
        m.poly1d([1,2])==m.poly1d([1,2])
        m.poly1d([1,2])[5]
        m.poly1d([1,-1],True)
        m.poly1d([1,2])(m.poly1d([1,2]))
        1-m.poly1d([1,2])
        1/m.poly1d([1,2])
        -m.poly1d([1,2])
        m.poly1d([[1]])
        len(m.poly1d([1,2,3]))
        list(m.poly1d([1,2,3]))
        m.poly1d([1,2,3]).integ(2,[1,2])
        m.poly1d([1,2,3]).deriv()
        m.poly1d([1,2,3]).o
        str(m.poly1d(list(range(1,14))))
        str(m.poly1d(m.arange(1,40)*1000))
        str(m.poly1d([1j,2,1+2j]))
        str(m.poly1d([0.5,0,-3.25]))
        str(m.poly1d([0]))
        str(m.poly1d([1]))
        str(m.poly1d([1e-10,1e10,m.nan]))
        str(m.poly1d([1,2],variable='z'))
    """,
    "polyadd": """
        m.polyadd(R(3,dt=d),[1])
        m.polyadd([],[1])
        m.polyadd(m.poly1d([1,2]),[1])
    """,
    "polyder": """
        m.polyder(R(4,dt=d),2)
        m.polyder([1,2],-1)
        m.polyder([1,2],0)
        m.polyder([1])
        m.polyder([])
    """,
    "polydiv": """
        m.polydiv(R(4,dt=d)+1,[2,1])
        m.polydiv([1,2],[1,2,3])
        m.polydiv([1],[0.])
        m.polydiv([],[1])
        m.polydiv([1,2],m.poly1d([1,1]))
    """,
    "polyint": """
        m.polyint(R(4,dt=d),2)
        m.polyint([1,2],-1)
        m.polyint([1,2],2,[3])
        m.polyint([1,2],2,[3,4])
        m.polyint([1,2],3,[3,4])
        m.polyint([],1)
        m.polyint([1,2],0)
        m.polyint(m.poly1d([1,2]))
    """,
    "polymul": """
        m.polymul(R(3,dt=d),[2,1])
        m.polymul([0,0,1],[1,2])
        m.polymul([[1]],[1])
    """,
    "polysub": """
        m.polysub([1],R(3,dt=d))
    """,
    "polyval": """
        m.polyval(R(3,dt=d),R(4))
        m.polyval([1,2],R(4,dt=d))
        m.polyval(R(3,dt=d),2)
        m.polyval([1,2],[[1,2],[3,4]])
        m.polyval(m.poly1d([1,2]),3)
        m.polyval([1,2],m.poly1d([1,2]))
        m.polyval([1],m.poly1d([1,2]))
    """,
    "ptp": """
        m.ptp(R(3,dt=d))
    """,
    "put_along_axis": """
        put_along(R(2,3),A([[1],[0]]),9,1)
        put_along(R(2,3),A([[1,0,1]]),9,0)
        put_along(R(3),A([1]),[5,6],0)
        put_along(R(3),A([1.]),5,0)
        put_along(R(3),A([7]),5,0)
        put_along(R(2,3),A([1]),5,1)
        put_along(R(2,3),A([[1],[0]]),9,5)
    """,
    "quantile": """
        m.quantile([],.5)
        m.quantile([1,2],[[.1,.2]])
        m.quantile([1,2],-1)
        m.quantile([1,2],.5,method='x')
        m.quantile([1,2,3],.5,weights=[1,1,1])
        m.quantile([1j],.5)
        m.quantile(R(4,dt='i4'),.5)
        m.quantile(R(4,dt='f4'),m.float64(.5))
        m.quantile(R(3),.3,axis=2)
        m.quantile([1,2,3],.5,weights=[0,0,0],method='inverted_cdf')
        m.quantile([1,2,3],.5,weights=[-1,0,1],method='inverted_cdf')
        m.quantile(A([True,False]),.5,method='inverted_cdf')
    """,
    "real_if_close": """
        m.real_if_close(R(5,dt=d))
        m.real_if_close([2.1+4e-14j,5.2+3e-15j])
        m.real_if_close([2.1+4e-13j,5.2+3e-15j])
        m.real_if_close([2.1+4e-13j],tol=1e4)
        m.real_if_close([2.1+.4j],tol=.5)
        m.real_if_close(3+0j)
        m.real_if_close(A([1+1e-7j],dtype='F'),tol=10)
        m.real_if_close(A([],dtype='D'))
    """,
    "round": """
        m.round(R(3,dt=d),1)  # i1 u1 i4 i8 u8 f2 f4 f8 F D >i4
    """,
    "select": """
        m.select([R(3)>1],[R(3,dt=d)],default=2)
        m.select([],[])
        m.select([[True]],[1,2])
        m.select([R(3)>1,R(3)>0],[1,2])
        m.select([R(3)>1,R(3)>0],[1,R(3)],default=9.5)
        m.select([[1,0]],[1])
        m.select([True],[R(3)])
        m.select([R(2,1)>0,R(3)>1],[R(3),5.])
        m.select([A(True)],[3])
        m.select([A([True,False])],[m.int8(3)])
        m.select([A([True,False])],[m.int8(3)],default=300)
        m.select([R(3)>5],[R(2)])
        m.select(A([[True,False]]),A([[1,2]]))
        m.select([R(3)>1],[[1,2,3]],default=1j)
    """,
    "sinc": """
        m.sinc(R(5,dt=d))
    """,
    "sort_complex": """
        m.sort_complex(R(3,dt=d))
    """,
    "take_along_axis": """
        m.take_along_axis(R(2,3),A([[1],[0]]),1)
        m.take_along_axis(R(2,3),A([1]),1)
        m.take_along_axis(R(2,3),A([5]),None)
        m.take_along_axis(R(2,3),A([[1.]]),1)
        m.take_along_axis(R(2,3),A([[1],[0]]))
    """,
    "trapezoid": """
        m.trapezoid(R(5,dt=d))
        m.trapezoid(R(2,5,dt=d),dx=2)
    """,
    "trim_zeros": """
        m.trim_zeros(R(5,dt=d))
        m.trim_zeros([0,0,1,2,0])
        m.trim_zeros([0,0,1,2,0],'f')
        m.trim_zeros([0,0,1,2,0],'b')
        m.trim_zeros([0,0])
        m.trim_zeros(A([0,0]))
        m.trim_zeros(A([[0,0],[0,1]]))
        m.trim_zeros(A([[0,0],[0,1]]),axis=0)
        m.trim_zeros(A([[0,0],[0,1]]),axis=(0,1))
        m.trim_zeros([1],'x')
        m.trim_zeros([0,1],axis=1)
        m.trim_zeros(())
        m.trim_zeros((0,1,0))
        m.trim_zeros(A([0.,1,m.nan]))
        m.trim_zeros(A([[0,1,0]]),'b',axis=-1)
    """,
    "unpackbits": """
        m.unpackbits(R(5,dt=d))
        m.unpackbits(A([2,7],dtype='u1'))
        m.unpackbits(A([[2],[7]],dtype='u1'),axis=1,count=3)
        m.unpackbits(A([[2],[7]],dtype='u1'),axis=1,count=-3)
        m.unpackbits(A([2,7],dtype='u1'),count=20)
        m.unpackbits(A([2,7],dtype='u1'),count=-20)
        m.unpackbits(A([2,7],dtype='u1'),bitorder='little')
        m.unpackbits([1])
        m.unpackbits(A(3,dtype='u1'))
        m.unpackbits(A([2],dtype='u1'),count=0)
        m.unpackbits(A([2],dtype='u1'),bitorder='x')
        m.unpackbits(A([2],dtype='u1'),axis=4)
    """,
    "unwrap": """
        m.unwrap(R(5,dt=d))
        m.unwrap(R(5,dt=d),period=3)
        m.unwrap(R(5,dt=d),period=4)
        m.unwrap([0,3,6.5,9])
        m.unwrap([[0,3,6.5,9],[1,5,2,8]],axis=0)
        m.unwrap([0,75,150,225,300,75],discont=100,period=255)
        m.unwrap([0,1,2,0,1,2],period=2.5)
        m.unwrap(A([0,2,5,1],dtype='u1'),period=4)
        m.unwrap(3.)
        m.unwrap([])
        m.unwrap([1],axis=3)
    """,
    "vander": """
        m.vander(R(3,dt=d))
    """,
    "vectorize": """
        m.vectorize(lambda a,b:a+b)([1,2],[3,4.])
        m.vectorize(lambda a:a)([])
        m.vectorize(lambda a:a,otypes='d')([])
        m.vectorize(lambda a:(a,a*2))([1,2])
        m.vectorize(lambda a:a>1)([1,2])
        m.vectorize(lambda a:a,otypes=[int])([1.5])
        m.vectorize(lambda a,b=2:a*b)([1,2])
        m.vectorize(lambda a,b=2:a*b)([1,2],b=[3,4])
        m.vectorize(lambda a,b:a*len(b),excluded=['b'])([1,2],b=[1,2])
        m.vectorize(lambda a,b:a*len(b),excluded={1})([1,2],[1,2])
        m.vectorize(m.sum,signature='(n)->()')(R(2,3))
        m.vectorize(m.outer,signature='(n),(m)->(n,m)')(R(2,2),R(3))
        m.vectorize(lambda v:v,signature='(n)->(k)')(R(0,3))
        m.vectorize(lambda v:v,signature='(n)->(n)',otypes='f')(R(0,3))
        m.vectorize(lambda a:a)(5)
        m.vectorize(lambda:1)()
        m.vectorize(3)
        m.vectorize(lambda a:a,otypes=3)
        m.vectorize(lambda a:a,signature='x')
        m.vectorize(lambda a,b:a)([1,2],[1,2,3])
        m.vectorize(abs)([-1,2])
        m.vectorize(lambda a:a,cache=True)([1,2])
        m.vectorize(m.vdot,signature='(n),(n)->()')(R(2,3),R(2))
        m.vectorize(pow)([1,2],2)
        m.vectorize(lambda x,y:x,excluded=[0])(1,[2,3])
    """,
}


def copied_to(target: Any, *args: Any, **kwargs: Any) -> Any:
    """The target of `copyto` behind it."""
    module = sw if isinstance(target, sw.ndarray) else np
    module.copyto(target, *args, **kwargs)
    return target


def put_along(target: Any, *args: Any) -> Any:
    """The target of `put_along_axis` behind it."""
    module = sw if isinstance(target, sw.ndarray) else np
    module.put_along_axis(target, *args)
    return target


def described(result: Any, module: Any) -> Any:
    """What there is to compare of a result."""
    if isinstance(result, (tuple, list)):
        return type(result).__name__, [described(item, module) for item in result]
    if isinstance(result, module.ndarray):
        return "array", str(result.dtype), result.shape, result.tolist()
    if isinstance(result, module.generic):
        return "scalar", str(result.dtype), result.item()
    return type(result).__name__, repr(result)


def outcome(call: str, module: Any, d: str, layout: str) -> Any:
    """What the call gives in that package; the class of the error, where it raises."""

    def counted(*shape: int, dt: Any = float) -> Any:
        values = LAYOUTS[layout](np.arange(math.prod(shape)).reshape(shape).astype(dt))
        return module.asarray(values)

    names = {"m": module, "A": module.array, "R": counted, "d": d, "copied_to": copied_to, "put_along": put_along}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return described(eval(call, names), module)
    except Exception as error:
        classes = [base.__name__ for base in type(error).__mro__]
        return "error", next(name for name in classes if not name.startswith("_"))


def alike(ours: Any, theirs: Any) -> bool:
    """Equal, floats up to what half precision rounds, and NaN included."""
    if isinstance(theirs, (tuple, list)):
        return (
            isinstance(ours, (tuple, list))
            and len(ours) == len(theirs)
            and all(alike(our, their) for our, their in zip(ours, theirs, strict=True))
        )
    if isinstance(theirs, complex) and isinstance(ours, complex):
        return alike(ours.real, theirs.real) and alike(ours.imag, theirs.imag)
    if isinstance(theirs, float) and isinstance(ours, float):
        return (
            ours == theirs
            or (ours != ours and theirs != theirs)
            or math.isclose(ours, theirs, rel_tol=1e-3, abs_tol=1e-9)
        )
    return type(ours) is type(theirs) and bool(ours == theirs)


@pytest.mark.parametrize("layout", ["C", "Fortran", "stepped", "reversed"])
@pytest.mark.parametrize("name", CALLS)
def test_calls_give_what_numpy_gives(name: str, layout: str) -> None:
    for line in CALLS[name].split("\n"):
        call, _, some = line.strip().partition("  # ")
        if not call or (layout != "C" and "R(" not in call):
            continue
        for d in some.split() or (DTYPES if "=d" in call else ["f8"]):
            ours, theirs = outcome(call, sw, d, layout), outcome(call, np, d, layout)
            assert alike(ours, theirs), (call, d, layout, ours, theirs)
